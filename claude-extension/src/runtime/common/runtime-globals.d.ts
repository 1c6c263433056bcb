/// <reference path="../../../../dispatch-extension/src/kernel/common/runtime-globals.d.ts" />
