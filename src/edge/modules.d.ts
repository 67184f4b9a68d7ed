// How edge runtimes import the kernel: compiled, as a module.
declare module "*.wasm" {
  const kernel: WebAssembly.Module;
  export default kernel;
}
declare module "*.wasm?module" {
  const kernel: WebAssembly.Module;
  export default kernel;
}
