export function statsmodelsColumns(name: string): Record<string, number[]> | undefined;
