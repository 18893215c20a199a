package dev.gatehouse.logs;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import org.jspecify.annotations.Nullable;

/** How requests name a log group: by its name, by its ARN, and by its ARN with {@code :*}. */
final class GroupNames {
    private static final String RESOURCE = "log-group:";

    private GroupNames() {}

    static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }

    /** The group's name from the two members of which a request has exactly one. */
    static String name(@Nullable String name, @Nullable String identifier) {
        if (name != null && identifier != null) {
            throw LogErrors.invalid(
                    "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        if (name != null) {
            return name;
        }
        if (identifier == null) {
            throw LogErrors.invalid("Either LogGroup name or LogGroup ARN must be specified.");
        }
        return identifier.startsWith("arn:") ? fromArn(identifier) : identifier;
    }

    static String fromArn(String text) {
        String resource =
                Arn.parse(text)
                        .filter(arn -> arn.service().equals("logs"))
                        .map(Arn::resource)
                        .filter(part -> part.startsWith(RESOURCE))
                        .orElseThrow(() -> LogErrors.invalid("Invalid ARN: " + text));
        String name = resource.substring(RESOURCE.length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    /** The ARN without {@code :*}: what tags go by. */
    static String arn(Scope scope, String group) {
        return Arn.of("logs", scope.region(), scope.account(), RESOURCE + group).toString();
    }

    static String streamArn(Scope scope, String group, String stream) {
        return arn(scope, group) + ":log-stream:" + stream;
    }
}
