/// YAML (and JSON, which is YAML) as a tree of texts, lists and sections, each with its place in
/// the file, so that whoever reads it can say where something is wrong.
///
/// *Start here*: {@link io.tributary.runtime.yaml.YamlTree}, {@link
/// io.tributary.runtime.yaml.Fields}.
///
/// Invariants: every value is a text; what it means is for the reader to say. No aliases (which
/// could multiply), no second document, no key twice in a section. Bounded in bytes, depth and so
/// in nodes.
///
/// Threads: a tree is immutable; its reader and its problems belong to one thread. Not a hot path.
/// What it does not do: types, merging, writing.
@NullMarked
package io.tributary.runtime.yaml;

import org.jspecify.annotations.NullMarked;
