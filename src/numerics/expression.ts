/**
 * Formulas: one source in mathjs syntax, read as a term (term.ts) and typeset as TeX. mathjs parses and typesets; it reads
 * much that a mathematician reads otherwise (`10% a` is a remainder, `1 / 2 a` a half of a but `b / 2 a` has 2a below), so
 * only what both read alike is a formula, and everything else is refused with what to write instead.
 */
import { parse } from './mathjs.js';
import { FUNCTIONS, type Operation, type Term } from './term.js';
import { upright } from './upright.js';

/**
 * What a formula says: `statement` (one inequality, a chain of them in one direction, or several joined by `and`),
 * `equation` (one `==`), or `value` (no relation).
 */
export type Kind = 'statement' | 'equation' | 'value';

/** A relation of a formula; its sides are formulas of their own. */
export interface Relation {
  readonly relation: '<' | '<=' | '>' | '>=' | '==';
  readonly left: string;
  readonly right: string;
}

export interface Expression {
  readonly source: string;
  readonly kind: Kind;
  /** Its relations in order: those of a chain and of what is joined by `and` one by one, none of a value. */
  readonly relations: readonly Relation[];
  /** Every symbol, sorted by code unit; `pi` and `e` among them, which are constants only where they are not measured. */
  readonly symbols: readonly string[];
  /**
   * For `a <= b` it is b - a, for `a >= b` it is a - b (so positive means true), for several the least of them, for
   * `a == b` it is a - b, and without a relation the expression itself.
   */
  readonly term: Term;
  /** TeX, with the given symbols replaced by their own TeX; words without are set upright. */
  readonly tex: (symbols?: Readonly<Record<string, string>>) => string;
}

export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', 3.141592653589793],
  ['e', 2.718281828459045],
]);

const TEX: Record<string, string> = {
  asinh: '\\operatorname{asinh}',
  log1p: '\\operatorname{log1p}',
  expm1: '\\operatorname{expm1}',
  normalCdf: '\\Phi',
};

/** What is used of a node of mathjs. */
interface Node {
  readonly type: string;
  readonly name: string;
  readonly value: unknown;
  readonly op: string;
  readonly fn: string & { readonly name: string };
  readonly args: readonly Node[];
  readonly implicit: boolean;
  readonly content: Node;
  /** Of a chain: what is related, and how. */
  readonly params: readonly Node[];
  readonly conditionals: readonly string[];
  toTex(options: object): string;
}

/** As it is written, and the sign with which the left side counts in the distance to violation. */
const INEQUALITIES: ReadonlyMap<string, { readonly sign: -1 | 1; readonly written: Relation['relation'] }> = new Map([
  ['smaller', { sign: -1, written: '<' }],
  ['smallerEq', { sign: -1, written: '<=' }],
  ['larger', { sign: 1, written: '>' }],
  ['largerEq', { sign: 1, written: '>=' }],
]);

const OPERATORS: ReadonlySet<string> = new Set([
  'add',
  'subtract',
  'multiply',
  'divide',
  'pow',
  'unaryMinus',
  'unaryPlus',
]);

/** What mathjs knows and a formula may not use, by operator: what to write instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['unequal', '!=, which no margin can measure; say by how much the sides differ, for example abs(a - b) >= 0.01'],
  ['or', '"or"; write max(...) of the distances to violation'],
  ['not', '"not"; turn the relation round'],
  ['xor', '"xor"; write what is to hold as an inequality'],
  ['mod', '% or mod; write 0.1 * a for ten per cent of a, and measure a remainder as a quantity'],
  ['factorial', '!, the factorial; measure it as a quantity'],
]);

/** @throws Error one sentence: what the source uses that is no formula */
class Reader {
  readonly symbols = new Set<string>();
  readonly relations: Relation[] = [];
  constructor(private readonly source: string) {}

  refuse(what: string): never {
    throw new Error(`the formula "${quoted(this.source)}" uses ${what}`);
  }

  /** The whole source. */
  formula(root: Node): { readonly kind: Kind; readonly term: Term } {
    if (root.type === 'OperatorNode' && root.fn === 'equal') {
      const [left, right] = root.args as [Node, Node];
      this.relations.push({ relation: '==', left: String(left), right: String(right) });
      return { kind: 'equation', term: apply('subtract', this.term(left), this.term(right)) };
    }
    const statements = this.statements(root);
    if (!statements) return { kind: 'value', term: this.term(root) };
    return { kind: 'statement', term: statements.length === 1 ? statements[0]! : apply('min', ...statements) };
  }

  /** The distances to violation of what is stated; undefined where nothing is. */
  private statements(node: Node): readonly Term[] | undefined {
    if (node.type === 'ParenthesisNode') return this.statements(node.content);
    if (node.type === 'RelationalNode') {
      const { params, conditionals } = node;
      const signs = new Set(conditionals.map((relation) => INEQUALITIES.get(relation)?.sign));
      if (signs.size > 1 || signs.has(undefined))
        this.refuse('a chain that is not of inequalities in one direction; join two statements by "and"');
      return conditionals.map((relation, k) => this.distance(relation, params[k]!, params[k + 1]!));
    }
    if (node.type !== 'OperatorNode') return undefined;
    if (node.fn === 'and')
      return node.args.flatMap(
        (each) =>
          this.statements(each) ?? this.refuse(`"and" beside "${String(each)}", which is no inequality; write one`),
      );
    if (!INEQUALITIES.has(node.fn)) return undefined;
    return [this.distance(node.fn, ...(node.args as [Node, Node]))];
  }

  /** What is left until an inequality is violated. */
  private distance(relation: string, left: Node, right: Node): Term {
    const { sign, written } = INEQUALITIES.get(relation)!;
    this.relations.push({ relation: written, left: String(left), right: String(right) });
    const [low, high] = [this.term(left), this.term(right)];
    return sign === -1 ? apply('subtract', high, low) : apply('subtract', low, high);
  }

  private term(node: Node): Term {
    switch (node.type) {
      case 'ParenthesisNode':
        return this.term(node.content);
      case 'ConstantNode':
        if (typeof node.value !== 'number' || !Number.isFinite(node.value))
          this.refuse(`${String(node.value)}, which is no finite number`);
        return { kind: 'number', value: node.value as number };
      case 'SymbolNode':
        this.symbols.add(node.name);
        return { kind: 'symbol', name: node.name };
      case 'FunctionNode':
        return this.call(node);
      case 'OperatorNode':
        return this.operator(node);
      case 'RelationalNode':
        return this.refuse(`the chain "${String(node)}" inside another expression; a relation stands outermost`);
      default:
        return this.refuse(`"${String(node)}", which is no arithmetic of numbers`);
    }
  }

  private call({ fn, args }: Node): Term {
    const { name } = fn;
    // A method of an object has a name as well.
    if ((fn as { readonly type?: string }).type !== 'SymbolNode')
      this.refuse(`"${String(fn)}", which is no function of its own`);
    if (!Object.hasOwn(FUNCTIONS, name)) this.refuse(`${name}; known are ${Object.keys(FUNCTIONS).join(', ')}`);
    const takes = name === 'pow' ? 2 : 1;
    const many = name === 'min' || name === 'max';
    if (many ? args.length === 0 : args.length !== takes)
      this.refuse(`${name} with ${args.length} arguments; it takes ${many ? 'at least one' : takes}`);
    return apply(name as Operation, ...args.map((each) => this.term(each)));
  }

  private operator(node: Node): Term {
    const { fn, op, args, implicit } = node;
    if (implicit)
      this.refuse(
        `a product without a sign in "${String(node)}"; write ${args.map((each) => String(each)).join(' * ')}`,
      );
    if (INEQUALITIES.has(fn) || fn === 'equal' || fn === 'and')
      this.refuse(`the relation "${String(node)}" inside another expression; a relation stands outermost`);
    if (!OPERATORS.has(fn)) this.refuse(INSTEAD.get(fn) ?? `the operator ${op}, which is no arithmetic of numbers`);
    return apply(fn as Operation, ...args.map((each) => this.term(each)));
  }
}

/** A source in a sentence. */
const LONGEST = 120;
const quoted = (source: string): string => (source.length > LONGEST ? `${source.slice(0, LONGEST)}...` : source);

const apply = (of: Operation, ...to: readonly Term[]): Term => ({ kind: 'apply', of, to });

const known = new Map<string, Expression>();

/**
 * @param source for example `l1 / minimum - 1 <= 0.07`
 * @throws Error one sentence, when the source does not parse or uses what is no formula
 */
export function expression(source: string): Expression {
  const cached = known.get(source);
  if (cached) return cached;
  let root: Node;
  try {
    root = parse(source) as unknown as Node;
  } catch (error) {
    throw new Error(
      `the formula "${quoted(source)}" does not parse: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const reader = new Reader(source);
  // x - 5% is a twentieth less of x there, and x - 0.05 to a reader.
  if (source.includes('%')) reader.refuse(INSTEAD.get('mod')!);
  const { kind, term } = reader.formula(root);
  const built: Expression = {
    source,
    kind,
    relations: reader.relations,
    symbols: [...reader.symbols].sort(),
    term,
    tex: (names = {}) =>
      root.toTex({
        parenthesis: 'auto',
        handler: (node: Node, options: object) => {
          // The space keeps a letter from the command before it.
          if (node.type === 'SymbolNode')
            return Object.hasOwn(names, node.name) ? names[node.name] : upright(node.name).replace(/^(?=\w)/, ' ');
          if (node.type === 'FunctionNode' && Object.hasOwn(TEX, node.fn.name))
            return `${TEX[node.fn.name]}\\left(${node.args.map((arg: Node) => arg.toTex(options)).join(', ')}\\right)`;
          return undefined;
        },
      }),
  };
  known.set(source, built);
  return built;
}
