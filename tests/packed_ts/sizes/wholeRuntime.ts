// All that the runtime has.
export * from "@cognite/pygen-runtime";
