// The compiled browser code imports style sheets; Node cannot read them, and no unit test needs them.
require.extensions['.css'] = () => undefined;
