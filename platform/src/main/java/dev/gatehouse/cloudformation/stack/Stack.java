package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.RequestId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stack as it is stored.
 *
 * @param id its ARN
 * @param name its name
 * @param status where it stands, such as {@code CREATE_COMPLETE}
 * @param reason why, after a failure
 * @param wanted what it was asked to be
 * @param outputs the evaluated outputs
 * @param imports the exports of other stacks that it uses, by name
 * @param times when it was created, updated and deleted
 */
public record Stack(
        String id,
        String name,
        String status,
        @Nullable String reason,
        Wanted wanted,
        List<Output> outputs,
        Set<String> imports,
        Times times) {

    public static final String REVIEW = "REVIEW_IN_PROGRESS";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");

    public Stack {
        outputs = List.copyOf(outputs);
        // Absent in stacks that were stored before imports were.
        imports = Set.copyOf(Objects.requireNonNullElse(imports, Set.of()));
    }

    /**
     * What a stack was asked to be.
     *
     * @param template the template's text as it was sent
     * @param parameters the given values
     * @param tags the stack's tags
     * @param capabilities what the caller acknowledged
     * @param role ARN of the role in whose name the work is done; null when in the caller's own
     * @param fetched what Parameter Store had under the values of the parameters that name some of
     *     its own; a roll-back does not ask again
     * @param terminationProtection whether the stack is not to be deleted
     * @param settings what else was asked
     */
    public record Wanted(
            String template,
            Map<String, String> parameters,
            Map<String, String> tags,
            List<String> capabilities,
            @Nullable String role,
            Map<String, String> fetched,
            boolean terminationProtection,
            StackSettings settings) {
        /** What a stack is asked to be that is not yet. */
        public static final Wanted NOTHING = new Wanted("", Map.of(), Map.of(), List.of(), null);

        public Wanted {
            parameters = Map.copyOf(parameters);
            tags = Map.copyOf(tags);
            capabilities = List.copyOf(capabilities);
            // Absent in stacks that were stored before they were.
            fetched = Map.copyOf(Objects.requireNonNullElse(fetched, Map.of()));
            settings = Objects.requireNonNullElse(settings, StackSettings.NONE);
        }

        /** With no parameters of Parameter Store. */
        public Wanted(
                String template,
                Map<String, String> parameters,
                Map<String, String> tags,
                List<String> capabilities,
                @Nullable String role) {
            this(
                    template,
                    parameters,
                    tags,
                    capabilities,
                    role,
                    Map.of(),
                    false,
                    StackSettings.NONE);
        }

        /** The same with what Parameter Store has. */
        public Wanted fetching(Map<String, String> values) {
            return new Wanted(
                    template,
                    parameters,
                    tags,
                    capabilities,
                    role,
                    values,
                    terminationProtection,
                    settings);
        }

        /** The same, to be deleted or not. */
        public Wanted protecting(boolean from) {
            return new Wanted(
                    template, parameters, tags, capabilities, role, fetched, from, settings);
        }

        /** The same by another role; by the same when none is named. */
        public Wanted by(@Nullable String other) {
            return other == null
                    ? this
                    : new Wanted(
                            template,
                            parameters,
                            tags,
                            capabilities,
                            other,
                            fetched,
                            terminationProtection,
                            settings);
        }

        /** The same from another text of the template. */
        public Wanted from(String text) {
            return new Wanted(
                    text,
                    parameters,
                    tags,
                    capabilities,
                    role,
                    fetched,
                    terminationProtection,
                    settings);
        }

        /** The same with what was acknowledged for another stack. */
        public Wanted acknowledging(List<String> others) {
            return new Wanted(
                    template,
                    parameters,
                    tags,
                    others,
                    role,
                    fetched,
                    terminationProtection,
                    settings);
        }

        /** The values of the parameters, with what Parameter Store has in place of its names. */
        public Map<String, String> values() {
            Map<String, String> values = new HashMap<>(parameters);
            values.putAll(fetched);
            return values;
        }

        /** The same with other settings. */
        public Wanted with(StackSettings others) {
            return new Wanted(
                    template,
                    parameters,
                    tags,
                    capabilities,
                    role,
                    fetched,
                    terminationProtection,
                    others);
        }
    }

    /**
     * One output.
     *
     * @param exportName under which other stacks may import it; null when they may not
     */
    public record Output(
            String key, String value, @Nullable String description, @Nullable String exportName) {}

    /**
     * The timestamps of a stack's life.
     *
     * @param settled when it last was what it was asked to be; null when it never was
     */
    public record Times(
            Instant created,
            @Nullable Instant updated,
            @Nullable Instant deleted,
            @Nullable Instant settled) {}

    /**
     * A stack that is not stored yet: under review, as all are before the first work on them.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when the name cannot be one
     */
    public static Stack unborn(CallerIdentity identity, String name, Instant now) {
        if (!NAME.matcher(name).matches()) {
            throw TemplateErrors.of(
                    "1 validation error detected: Value '%s' at 'stackName' failed to satisfy"
                            + " constraint: Member must satisfy regular expression pattern:"
                            + " [a-zA-Z][-a-zA-Z0-9]*",
                    name);
        }
        Arn id =
                Arn.of(
                        "cloudformation",
                        identity.region(),
                        identity.account(),
                        "stack/" + name + "/" + RequestId.next());
        return new Stack(
                id.toString(),
                name,
                REVIEW,
                null,
                Wanted.NOTHING,
                List.of(),
                Set.of(),
                new Times(now, null, null, null));
    }

    /** Whether an engine works on it. */
    public boolean inProgress() {
        return status.endsWith("_IN_PROGRESS") && !underReview();
    }

    /** Whether it is only a name so far, for change sets that would create it. */
    public boolean underReview() {
        return status.equals(REVIEW);
    }

    /** Whether it is what it was last asked to be. */
    public boolean isMade() {
        return status.equals("CREATE_COMPLETE")
                || status.equals("UPDATE_COMPLETE")
                || status.equals("IMPORT_COMPLETE");
    }

    /** What it offers to other stacks. */
    List<Export> exports() {
        List<Export> exports = new ArrayList<>();
        for (Output output : outputs) {
            if (output.exportName() != null) {
                exports.add(new Export(id, output.exportName(), output.value()));
            }
        }
        return exports;
    }

    /** When it last became something else. */
    public Instant changed() {
        return times.updated() == null ? times.created() : times.updated();
    }

    public Stack as(String newStatus, @Nullable String why) {
        return new Stack(id, name, newStatus, why, wanted, outputs, imports, times);
    }

    public Stack offering(List<Output> newOutputs) {
        return new Stack(id, name, status, reason, wanted, newOutputs, imports, times);
    }

    public Stack importing(Set<String> names) {
        return new Stack(id, name, status, reason, wanted, outputs, names, times);
    }

    /** Asked to be something else; whether it may be deleted is asked apart from that. */
    public Stack wanting(Wanted other, @Nullable Instant updated) {
        Times changed = new Times(times.created(), updated, null, times.settled());
        Wanted kept = other.protecting(wanted.terminationProtection());
        return new Stack(id, name, status, reason, kept, outputs, imports, changed);
    }

    /** Just become what it was asked to be. */
    public Stack settled(Instant at) {
        Times made = new Times(times.created(), times.updated(), times.deleted(), at);
        return new Stack(id, name, status, reason, wanted, outputs, imports, made);
    }

    /** Whether there is something to go back to when an operation fails. */
    public boolean wasSettled() {
        return times.settled() != null;
    }

    /** With other settings. */
    public Stack with(StackSettings settings) {
        Wanted other = wanted.with(settings);
        return new Stack(id, name, status, reason, other, outputs, imports, times);
    }

    /** Not to be deleted, or to be deleted again. */
    public Stack protecting(boolean from) {
        Wanted other = wanted.protecting(from);
        return new Stack(id, name, status, reason, other, outputs, imports, times);
    }

    Stack gone(Instant at) {
        Times ended = new Times(times.created(), times.updated(), at, times.settled());
        return new Stack(id, name, "DELETE_COMPLETE", null, wanted, outputs, imports, ended);
    }
}
