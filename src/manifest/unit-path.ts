/**
 * Paths of organizational units as the manifest writes them: names joined by `/`. Inside a name, `/` is written `\/`
 * and `\` is written `\\`. `unit:` + path is the unit's address.
 */
export function splitUnitPath(path: string): string[] {
  // Every second part is an escaped pair, which never separates.
  const names = [''];
  for (const part of path.split(/(\\.)/)) {
    const [first = '', ...others] = part.startsWith('\\') ? [part] : part.split('/');
    names.push((names.pop() ?? '') + first);
    for (const other of others) names.push(other);
  }
  return names;
}

/** The name as AWS has it. */
export function unitNameOf(segment: string): string {
  return segment.replace(/\\([/\\])/g, '$1');
}

/** The name as a path of the manifest has it. */
export function unitSegmentOf(name: string): string {
  return name.replace(/[/\\]/g, '\\$&');
}
