// Unit and integration tests run on the compiled output. No forced exit: what a test leaves running makes it hang, and fail.
module.exports = {
  require: ['reflect-metadata', './configs/mocha-setup.cjs'],
  timeout: 5_000,
  'forbid-only': true
};
