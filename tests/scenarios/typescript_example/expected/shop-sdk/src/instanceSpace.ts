/** Where instances are that are named by text alone, unless a program says otherwise. */
export const INSTANCE_SPACE = "shop";
