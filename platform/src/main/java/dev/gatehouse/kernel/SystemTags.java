package dev.gatehouse.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tags that CloudFormation gives what it makes, and that only it gives or takes away
 * (CloudFormation User Guide, "Resource tags"). They count towards no limit.
 */
public final class SystemTags {
    public static final String STACK_NAME = "aws:cloudformation:stack-name";
    public static final String STACK_ID = "aws:cloudformation:stack-id";
    public static final String LOGICAL_ID = "aws:cloudformation:logical-id";

    private static final Set<String> KEYS = Set.of(STACK_NAME, STACK_ID, LOGICAL_ID);

    private SystemTags() {}

    public static boolean isSystem(String key) {
        return KEYS.contains(key);
    }

    /** What a request is rejected with that gives one, or takes one away. */
    public static ServiceException rejection() {
        return new ServiceException(
                "ValidationException",
                400,
                "aws: prefixed tag key names are not allowed for external use.");
    }

    /** Those among the tags. */
    public static Map<String, String> in(Map<String, String> tags) {
        Map<String, String> system = new LinkedHashMap<>(tags);
        system.keySet().retainAll(KEYS);
        return system;
    }
}
