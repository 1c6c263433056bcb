// TextEncoder and TextDecoder for code that is compiled without the types of Node and of browsers
import 'dispatch-extension/src/kernel/common/runtime-globals';
