/**
 * The number of the seam between generated code and this runtime. It is no version: it rises only when code that was
 * generated before would no longer work. The Python runtime has the same number.
 */
export const CONTRACT = 1;

/** Generated code and runtime do not fit together. The message says which package, and what to do. */
export class ContractError extends Error {
  override readonly name = "ContractError";
}

/**
 * Refuses generated code that was made for another contract. Every generated package calls this when it is loaded.
 * The compiler refuses it, too, by the type of the number.
 *
 * @param contract the number that the generator wrote into the package
 * @param packageName the generated package, as its users know it
 * @throws {ContractError} if this runtime does not support that number
 */
export function requireContract(contract: typeof CONTRACT, packageName: string): void {
  if (contract !== CONTRACT) {
    throw new ContractError(
      `${packageName} was generated for contract ${contract}; this @cognite/pygen-runtime supports contract ${CONTRACT}. ` +
        "Run `pygen generate` again, or install a runtime that supports it.",
    );
  }
}
