package dev.gatehouse.gateway.apigateway.patch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be changed at one path of a document. A document is a tree of maps, lists, text, numbers
 * and booleans under AWS's member names.
 */
sealed interface PatchRule {
    /** The path's steps; in an {@link Entry} or {@link Element} the key follows them. */
    List<String> parent();

    Set<PatchOp> ops();

    /** Whether the path is this rule's. */
    boolean covers(PatchPath path);

    /** Carries out a change of an operation among {@link #ops} at a path that is covered. */
    void apply(PatchChange change, Map<String, Object> document);

    /** The path in AWS's notation. */
    default String notation() {
        return "/" + String.join("/", parent());
    }

    /**
     * A single value.
     *
     * @param invalid the rejection of a value that is not of the type
     */
    record Member(List<String> parent, Set<PatchOp> ops, PatchType type, String invalid)
            implements PatchRule {

        @Override
        public boolean covers(PatchPath path) {
            return path.steps().equals(parent);
        }

        @Override
        public void apply(PatchChange change, Map<String, Object> document) {
            List<String> above = parent.subList(0, parent.size() - 1);
            Map<String, Object> holder = Trees.mapAt(document, above);
            Object typed = change.op() == PatchOp.REMOVE ? null : read(change.value());
            if (typed == null) {
                holder.remove(parent.getLast());
            } else {
                holder.put(parent.getLast(), typed);
            }
            Trees.dropIfEmpty(document, above);
        }

        private @Nullable Object read(@Nullable String value) {
            try {
                return value == null ? null : type.read(value);
            } catch (NumberFormatException e) {
                throw PatchChange.rejection(invalid);
            }
        }
    }

    /**
     * The entries of a map.
     *
     * @param missing the rejection of a replace or remove whose key is not there; null when a
     *     replace then adds and a remove does nothing
     */
    record Entry(List<String> parent, Set<PatchOp> ops, PatchType type, @Nullable String missing)
            implements PatchRule {

        @Override
        public boolean covers(PatchPath path) {
            return Trees.isChildOf(path, parent);
        }

        @Override
        public void apply(PatchChange change, Map<String, Object> document) {
            Map<String, Object> entries = Trees.mapAt(document, parent);
            String key = change.at().last();
            if (missing != null && change.op() != PatchOp.ADD && !entries.containsKey(key)) {
                throw PatchChange.missing(missing);
            }
            if (change.op() == PatchOp.REMOVE) {
                entries.remove(key);
            } else {
                entries.put(key, value(change));
            }
            Trees.dropIfEmpty(document, parent);
        }

        private Object value(PatchChange change) {
            Object value = change.value() == null ? null : type.read(change.value());
            if (value == null) {
                throw PatchChange.rejection(
                        "Invalid null or empty value in " + String.join("/", parent));
            }
            return value;
        }
    }

    /**
     * A list of texts that is changed as if it were a set: the path names the text itself.
     *
     * @param single whether a replacement takes the place of all there is, whatever the path names
     */
    record Element(List<String> parent, Set<PatchOp> ops, boolean single) implements PatchRule {

        @Override
        public boolean covers(PatchPath path) {
            return Trees.isChildOf(path, parent);
        }

        @Override
        public void apply(PatchChange change, Map<String, Object> document) {
            List<Object> elements = Trees.listAt(document, parent);
            String named = change.at().last();
            if (single && change.op() == PatchOp.REPLACE) {
                elements.clear();
            } else if (change.op() != PatchOp.ADD) {
                elements.remove(named);
            }
            String added = change.op() == PatchOp.REPLACE ? change.value() : named;
            if (change.op() != PatchOp.REMOVE && added != null && !elements.contains(added)) {
                elements.add(added);
            }
            Trees.dropIfEmpty(document, parent);
        }
    }

    /**
     * A list of texts that is changed as if it were a set: the value is the text itself.
     *
     * @param member where the list is in the document
     */
    record Value(List<String> parent, Set<PatchOp> ops, List<String> member) implements PatchRule {

        @Override
        public boolean covers(PatchPath path) {
            return path.steps().equals(parent);
        }

        @Override
        public void apply(PatchChange change, Map<String, Object> document) {
            List<Object> texts = Trees.listAt(document, member);
            String named = change.value();
            texts.remove(named);
            if (named != null && change.op() == PatchOp.ADD) {
                texts.add(named);
            }
            Trees.dropIfEmpty(document, member);
        }
    }
}
