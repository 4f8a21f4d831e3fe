/**
 * Mathematical expressions in mathjs syntax: one source, evaluated in float64 and typeset as TeX.
 * mathjs runs as one private instance in which every function that engines round differently is replaced by ours
 * (replacing `pow` changes `^`); a function outside the list is refused. mathjs is loaded at the first use.
 */
import { createRequire } from 'node:module';
import * as ours from './elementary.js';

/** The functions that an expression may use. */
const FUNCTIONS = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  min: Math.min,
  max: Math.max,
  sign: Math.sign,
  exp: ours.exp,
  log: ours.log,
  log1p: ours.log1p,
  expm1: ours.expm1,
  sinh: ours.sinh,
  cosh: ours.cosh,
  tanh: ours.tanh,
  asinh: ours.asinh,
  pow: ours.pow,
  normalCdf: ours.normalCdf,
} as const;

const TEX: Record<string, string> = {
  asinh: '\\operatorname{asinh}',
  log1p: '\\operatorname{log1p}',
  expm1: '\\operatorname{expm1}',
  normalCdf: '\\Phi',
};

/** How a relation is read: the signed distance to its violation. */
type Relation = 'smaller' | 'smallerEq' | 'larger' | 'largerEq' | 'equal';

export interface Expression {
  readonly source: string;
  /** The free symbols, sorted by code unit. */
  readonly symbols: readonly string[];
  /** The relation at the root, if there is one. */
  readonly relation: Relation | undefined;
  /**
   * The value at the given numbers. For `a <= b` it is b - a, for `a >= b` it is a - b (so positive means true), for
   * `a == b` it is a - b.
   */
  readonly at: (scope: Readonly<Record<string, number>>) => number;
  /** TeX, with the given symbols replaced by their own TeX. */
  readonly tex: (symbols?: Readonly<Record<string, string>>) => string;
}

/** What is used of a node of mathjs. */
interface Node {
  readonly type: string;
  readonly name: string;
  readonly fn: string & { readonly name: string };
  readonly args: readonly Node[];
  compile(): { evaluate(scope: object): unknown };
  toTex(options: object): string;
  traverse(visit: (node: Node, path: string) => void): void;
}

interface Mathjs {
  parse(source: string): Node;
}

let instance: Mathjs | undefined;

function mathjs(): Mathjs {
  if (instance) return instance;
  const { create, all } = createRequire(import.meta.url)('mathjs/number') as {
    create(factories: unknown): Mathjs & { import(functions: object, options: object): void };
    all: unknown;
  };
  const created = create(all);
  created.import(FUNCTIONS, { override: true });
  instance = created;
  return created;
}

const RELATIONS: Record<string, Relation> = {
  smaller: 'smaller',
  smallerEq: 'smallerEq',
  larger: 'larger',
  largerEq: 'largerEq',
  equal: 'equal',
};

const CONSTANTS = new Set(['pi', 'e', 'Infinity']);

const known = new Map<string, Expression>();

/**
 * @param source for example `l1 / minimum - 1 <= 0.07`
 * @throws Error when the source does not parse or uses a function outside the list
 */
export function expression(source: string): Expression {
  const cached = known.get(source);
  if (cached) return cached;
  const math = mathjs();
  let root: Node;
  try {
    root = math.parse(source);
  } catch (error) {
    throw new Error(
      `the formula "${source}" does not parse: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const refuse = (why: string): never => {
    throw new Error(`the formula "${source}" uses ${why}`);
  };
  const symbols = new Set<string>();
  root.traverse((node: Node, path: string) => {
    if (node.type === 'FunctionNode') {
      const { name } = node.fn;
      if (!(name in FUNCTIONS)) refuse(`${name}; known are ${Object.keys(FUNCTIONS).join(', ')}`);
      const takes = name === 'pow' ? 2 : 1;
      if (name !== 'min' && name !== 'max' && node.args.length !== takes)
        refuse(`${name} with ${node.args.length} arguments; it takes ${takes}`);
    }
    if (node.type === 'SymbolNode' && path !== 'fn' && !CONSTANTS.has(node.name)) symbols.add(node.name);
  });

  const relation = root.type === 'OperatorNode' ? RELATIONS[root.fn as string] : undefined;
  const [left, right] = relation ? root.args.map((side: Node) => side.compile()) : [root.compile(), undefined];
  const built: Expression = {
    source,
    symbols: [...symbols].sort(),
    relation,
    at: (scope) => {
      const a = left.evaluate({ ...scope }) as number;
      if (!right) return a;
      const b = right.evaluate({ ...scope }) as number;
      return relation === 'smaller' || relation === 'smallerEq' ? b - a : a - b;
    },
    tex: (names = {}) =>
      root.toTex({
        parenthesis: 'auto',
        handler: (node: Node, options: object) => {
          if (node.type === 'SymbolNode' && names[node.name] !== undefined) return names[node.name];
          if (node.type === 'FunctionNode' && TEX[node.fn.name] !== undefined)
            return `${TEX[node.fn.name]}\\left(${node.args.map((arg: Node) => arg.toTex(options)).join(', ')}\\right)`;
          return undefined;
        },
      }) as string,
  };
  known.set(source, built);
  return built;
}
