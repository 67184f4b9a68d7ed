/** Errors of the file system, in words. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file or directory"],
  ["EISDIR", "it is a directory"],
  ["ENOTDIR", "a part of its path is no directory"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "no space left on the device"],
  ["EDQUOT", "no space left of the quota"],
  ["EFBIG", "the file would be larger than is allowed"],
  ["ELOOP", "its links lead in a circle"],
  ["Z_BUF_ERROR", "its end is missing"],
  ["Z_DATA_ERROR", "it is damaged"],
  ["ERR_BUFFER_TOO_LARGE", "it is too large"],
]);

/** Why the file system refused, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS.get(code ?? "") ?? message;
}
