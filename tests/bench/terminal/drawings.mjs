/**
 * How browsers draw terminals, each measured on its own, with both products in the same browser. The first one is what the
 * targets beside stock Theia are judged by: there stock Theia is as it ships, as in the reference of the targets.
 */
export const DRAWINGS = [
  {
    name: 'software-gl',
    says: 'stock Theia as it ships (WebGL, emulated by SwiftShader), ours as it decides by itself',
    stockAsShipped: true,
    judgesStock: true
  },
  {
    name: 'no-gl',
    says: 'a browser without WebGL; stock Theia, which shows nothing there, without its WebGL add-on',
    stockAsShipped: false,
    judgesStock: false
  }
];
