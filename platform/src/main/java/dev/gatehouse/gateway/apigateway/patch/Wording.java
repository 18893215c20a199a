package dev.gatehouse.gateway.apigateway.patch;

import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How a kind of resource words its rejections; AWS's kinds differ, as recordings show. */
public enum Wording {
    /** Names the path alone, whatever is wrong with the change. */
    NAMES_THE_PATH {
        @Override
        ServiceException unknownPath(PatchChange change, List<PatchRule> rules) {
            return PatchChange.rejection("Invalid patch path " + change.path());
        }

        @Override
        ServiceException unsupportedOp(PatchChange change, Set<PatchOp> allowed) {
            return PatchChange.rejection("Invalid patch path " + change.path());
        }
    },
    /** Names an unknown path, or the operations that a known one allows. */
    NAMES_THE_OPERATIONS {
        @Override
        ServiceException unknownPath(PatchChange change, List<PatchRule> rules) {
            return NAMES_THE_PATH.unknownPath(change, rules);
        }

        @Override
        ServiceException unsupportedOp(PatchChange change, Set<PatchOp> allowed) {
            String message =
                    allowed.size() == 1
                            ? "Invalid patch operation specified. Must be one of: " + allowed
                            : "Invalid patch operation specified. Must be "
                                    + new TreeSet<>(allowed)
                                            .stream()
                                                    .map(op -> "'" + op + "'")
                                                    .collect(Collectors.joining("|"));
            return PatchChange.rejection(message);
        }
    },
    /** Lists the paths that the operation may have, or none where it may have none. */
    LISTS_THE_PATHS {
        @Override
        ServiceException unknownPath(PatchChange change, List<PatchRule> rules) {
            List<String> choices =
                    rules.stream()
                            .filter(rule -> rule.ops().contains(change.op()))
                            .map(PatchRule::notation)
                            .toList();
            String advice =
                    choices.isEmpty()
                            ? "Please choose supported operations"
                            : "Must be one of: " + choices;
            return PatchChange.rejection(
                    "Invalid patch path  '%s' specified for op '%s'. %s"
                            .formatted(change.path(), change.op(), advice));
        }

        @Override
        ServiceException unsupportedOp(PatchChange change, Set<PatchOp> allowed) {
            return unknownPath(change, List.of());
        }
    };

    abstract ServiceException unknownPath(PatchChange change, List<PatchRule> rules);

    abstract ServiceException unsupportedOp(PatchChange change, Set<PatchOp> allowed);
}
