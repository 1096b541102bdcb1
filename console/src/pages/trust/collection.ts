import type { CollectionChoice, DataCollection, StoredField, Treatment } from '../../api/types';

/** The one store whose fields can be chosen. */
export const CHOOSABLE = 'events';

/** Choices while they are edited: modules that are off, treatments of fields that are not kept as they are. */
export interface CollectionDraft {
  readonly off: ReadonlySet<string>;
  readonly fields: Readonly<Record<string, Treatment>>;
}

export interface CollectionChange {
  readonly what: 'module' | 'field';
  readonly name: string;
  readonly before: Treatment | boolean;
  readonly after: Treatment | boolean;
}

const choosable = (field: StoredField): boolean => field.store === CHOOSABLE && field.treatments.length > 1;

/** What is in force. A field whose module is off shows nothing of its own choice, so it starts again from `keep`. */
export function draftOf(register: DataCollection): CollectionDraft {
  const off = new Set(register.modules.filter((module) => !module.on).map((module) => module.module));
  const fields = Object.fromEntries(register.items.filter((field) => choosable(field) && !off.has(field.module ?? '') && field.treatment !== 'keep').map((field) => [field.name, field.treatment]));
  return { off, fields };
}

/** What is stored of a field under a draft. */
export function treatmentOf(field: StoredField, draft: CollectionDraft): Treatment {
  if (field.store !== CHOOSABLE) return field.treatment;
  if (field.module !== null && draft.off.has(field.module)) return 'drop';
  return draft.fields[field.name] ?? 'keep';
}

export function withModule(draft: CollectionDraft, module: string, on: boolean): CollectionDraft {
  const off = new Set(draft.off);
  if (on) off.delete(module);
  else off.add(module);
  return { ...draft, off };
}

export function withField(draft: CollectionDraft, name: string, treatment: Treatment): CollectionDraft {
  const { [name]: _before, ...others } = draft.fields;
  return { ...draft, fields: treatment === 'keep' ? others : { ...others, [name]: treatment } };
}

/** The choice as the API takes it: only fields that may be chosen that way, and not those of a module that is off. */
export function choiceOf(register: DataCollection, draft: CollectionDraft): CollectionChoice {
  const fields = register.items.filter((field) => choosable(field) && !draft.off.has(field.module ?? '')).flatMap((field): [string, Treatment][] => {
    const wanted = draft.fields[field.name];
    return wanted !== undefined && field.treatments.includes(wanted) ? [[field.name, wanted]] : [];
  });
  return { off: [...draft.off].sort(), fields: Object.fromEntries(fields) };
}

/** Before and after, modules first; fields of a module that changed go without saying. */
export function changesOf(register: DataCollection, draft: CollectionDraft): CollectionChange[] {
  const modules = register.modules.filter((module) => module.on === draft.off.has(module.module)).map((module): CollectionChange => ({ what: 'module', name: module.module, before: module.on, after: !module.on }));
  const said = new Set(modules.map((change) => change.name));
  const fields = register.items
    .filter((field) => choosable(field) && treatmentOf(field, draft) !== field.treatment && !(said.has(field.module ?? '') && (draft.fields[field.name] ?? 'keep') === 'keep'))
    .filter((field) => !(said.has(field.module ?? '') && draft.off.has(field.module ?? '')))
    .map((field): CollectionChange => ({ what: 'field', name: field.name, before: field.treatment, after: treatmentOf(field, draft) }));
  return [...modules, ...fields];
}
