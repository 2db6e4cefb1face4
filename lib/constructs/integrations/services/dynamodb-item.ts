import { escapeInJson } from '../template-escapes';

/** Levels of lists and maps in an item that are rendered; what lies deeper becomes null. */
export const ITEM_DEPTH = 6;

/**
 * Items in DynamoDB's own JSON as plain JSON. Each level is a block of its own that uses the next one: written out into
 * each other they would double with every level, and a block that uses itself stops at the second.
 */
export function defineLevels(): string {
  const blocks = Array.from({ length: ITEM_DEPTH }, (_, level) => `#define($c${level})${renderLevel(level)}#end`);
  return blocks.reverse().join('');
}

/** An item as JSON, after the levels are defined. */
export function renderItem(item: string): string {
  return `{#foreach($k in ${item}.keySet())#set($v0=${item}.get($k))"${escapeInJson('$k')}":$c0${COMMA}#end}`;
}

/** A list of items as JSON, after the levels are defined. */
export function renderItems(items: string): string {
  return `[#foreach($i in ${items})${renderItem('$i')}${COMMA}#end]`;
}

const COMMA = '#if($foreach.hasNext),#end';

function renderLevel(level: number): string {
  const value = `$v${level}`;
  const next = level + 1;
  const scalars = [
    `#if(${value}.containsKey("S"))"${escapeInJson(`${value}.get("S")`)}"`,
    `#elseif(${value}.containsKey("N"))${value}.get("N")`,
    `#elseif(${value}.containsKey("BOOL"))${value}.get("BOOL")`,
    `#elseif(${value}.containsKey("B"))"${value}.get("B")"`,
    `#elseif(${value}.containsKey("SS"))${renderSet(level, 'SS', (s) => `"${escapeInJson(s)}"`)}`,
    `#elseif(${value}.containsKey("NS"))${renderSet(level, 'NS', (s) => s)}`,
    `#elseif(${value}.containsKey("BS"))${renderSet(level, 'BS', (s) => `"${s}"`)}`,
  ];
  const nested = [
    `#elseif(${value}.containsKey("L"))[#foreach($v${next} in ${value}.get("L"))$c${next}${COMMA}#end]`,
    `#elseif(${value}.containsKey("M")){#foreach($k${level} in ${value}.get("M").keySet())#set($v${next}=${value}.get("M").get($k${level}))` +
      `"${escapeInJson(`$k${level}`)}":$c${next}${COMMA}#end}`,
  ];
  return [...scalars, ...(next < ITEM_DEPTH ? nested : []), '#{else}null#end'].join('');
}

function renderSet(level: number, type: string, render: (member: string) => string): string {
  return `[#foreach($s${level} in $v${level}.get("${type}"))${render(`$s${level}`)}${COMMA}#end]`;
}
