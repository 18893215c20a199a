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

    /**
     * The group's name from the two members of which a request has exactly one.
     *
     * @param here where the request acts: the only place whose groups it reaches
     */
    static String name(Scope here, @Nullable String name, @Nullable String identifier) {
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
        return identifier.startsWith("arn:") ? fromArn(here, identifier) : identifier;
    }

    /** The name in a group's ARN; rejects that of a group elsewhere, which may share its name. */
    static String fromArn(Scope here, String text) {
        Arn arn =
                Arn.parse(text)
                        .filter(each -> each.service().equals("logs"))
                        .filter(each -> each.resource().startsWith(RESOURCE))
                        .orElseThrow(() -> LogErrors.invalid("Invalid ARN: " + text));
        if (!arn.region().equals(here.region().name())
                || !arn.account().equals(here.account().value())) {
            throw LogErrors.noGroup();
        }
        String name = arn.resource().substring(RESOURCE.length());
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
