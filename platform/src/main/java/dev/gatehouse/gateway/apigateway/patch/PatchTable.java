package dev.gatehouse.gateway.apigateway.patch;

import static dev.gatehouse.gateway.apigateway.patch.PatchOp.ADD;
import static dev.gatehouse.gateway.apigateway.patch.PatchOp.REMOVE;
import static dev.gatehouse.gateway.apigateway.patch.PatchOp.REPLACE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that a PATCH may change in one kind of resource. */
public final class PatchTable {
    private static final Set<PatchOp> ANY_OF_THREE = EnumSet.of(ADD, REMOVE, REPLACE);

    private final List<PatchRule> rules;
    private final Wording wording;

    private PatchTable(List<PatchRule> rules, Wording wording) {
        this.rules = List.copyOf(rules);
        this.wording = wording;
    }

    /** Starts the table of one kind of resource. */
    public static Builder worded(Wording wording) {
        return new Builder(wording);
    }

    /**
     * The document with all changes carried out in order; the one given is left as it was, so that
     * a rejected change leaves nothing half done.
     *
     * @throws dev.gatehouse.kernel.ServiceException in AWS's words when a change is not allowed
     */
    public Map<String, Object> apply(Map<String, ?> document, List<PatchChange> changes) {
        Map<String, Object> changed = Trees.copy(document);
        for (PatchChange change : changes) {
            rule(change).apply(change, changed);
        }
        return changed;
    }

    private PatchRule rule(PatchChange change) {
        PatchPath path = change.at();
        for (PatchRule rule : rules) {
            if (rule.covers(path)) {
                if (!rule.ops().contains(change.op())) {
                    throw wording.unsupportedOp(change, rule.ops());
                }
                return rule;
            }
        }
        throw wording.unknownPath(change, rules);
    }

    /** Collects the rules in the order in which rejections list them. */
    public static final class Builder {
        private final List<PatchRule> rules = new ArrayList<>();
        private final Wording wording;

        private Builder(Wording wording) {
            this.wording = wording;
        }

        /** A single value that can only be replaced. */
        public Builder replace(PatchType type, String... paths) {
            for (String path : paths) {
                rules.add(member(path, EnumSet.of(REPLACE), type, "Invalid value for " + path));
            }
            return this;
        }

        /** A number that can only be replaced, with AWS's rejection of a text that is none. */
        public Builder number(PatchType type, String path, String invalid) {
            rules.add(member(path, EnumSet.of(REPLACE), type, invalid));
            return this;
        }

        /** A single value that can be added, replaced and removed. */
        public Builder change(PatchType type, String... paths) {
            for (String path : paths) {
                rules.add(member(path, ANY_OF_THREE, type, "Invalid value for " + path));
            }
            return this;
        }

        /** The entries of a map, with AWS's rejection of a key that is not there. */
        public Builder entries(PatchType type, String path, String missing) {
            rules.add(new PatchRule.Entry(steps(path), ANY_OF_THREE, type, missing));
            return this;
        }

        /** The entries of a map that are replaced and removed whether they are there or not. */
        public Builder freeEntries(PatchType type, String path) {
            rules.add(new PatchRule.Entry(steps(path), ANY_OF_THREE, type, null));
            return this;
        }

        /** A list of texts that is changed as if it were a set. */
        public Builder elements(String path) {
            rules.add(new PatchRule.Element(steps(path), ANY_OF_THREE, false));
            return this;
        }

        /** A list of texts that is changed as if it were a set: values name the texts. */
        public Builder values(String path) {
            return values(path, path);
        }

        /** The same for a list whose member is called otherwise than the path. */
        public Builder values(String path, String member) {
            rules.add(new PatchRule.Value(steps(path), EnumSet.of(ADD, REMOVE), steps(member)));
            return this;
        }

        /** A list that holds one text: a replacement counts whatever element its path names. */
        public Builder onlyElement(String path) {
            rules.add(new PatchRule.Element(steps(path), ANY_OF_THREE, true));
            return this;
        }

        public PatchTable build() {
            return new PatchTable(rules, wording);
        }

        private static PatchRule member(
                String path, Set<PatchOp> ops, PatchType type, String invalid) {
            return new PatchRule.Member(steps(path), ops, type, invalid);
        }

        private static List<String> steps(String path) {
            return PatchPath.parse(path).steps();
        }
    }
}
