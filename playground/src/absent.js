/** In place of how Monaco compares texts, and of the editors that show it: the page does neither. */
export class DiffEditorWidget {}
export class MultiDiffEditorWidget {}
export const linesDiffComputers = {};
