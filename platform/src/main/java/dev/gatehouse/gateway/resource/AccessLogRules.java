package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.gateway.map.LogFormat;
import dev.gatehouse.gateway.plan.AccessLog;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The access log settings that stages of both sorts of APIs have. */
public final class AccessLogRules {
    /** AWS's quota. */
    private static final int LONGEST_FORMAT = 3 * 1024;

    private static final Pattern GROUP =
            Pattern.compile("arn:[^:]+:logs:([^:]+):(\\d{12}):log-group:([^:*]+)(:\\*)?");

    private AccessLogRules() {}

    /** Rejects what AWS rejects, and destinations that nobody serves; both null are none. */
    public static void check(
            @Nullable String destinationArn,
            @Nullable String format,
            AccountId account,
            Region region) {
        if (destinationArn == null && format == null) {
            return;
        }
        if (destinationArn == null || destinationArn.isEmpty()) {
            throw badRequest("Access Log destination must be set to enable access logging");
        }
        if (destinationArn.contains(":firehose:")) {
            throw unsupported("access logs to Firehose, " + destinationArn);
        }
        Matcher group = GROUP.matcher(destinationArn);
        if (!group.matches()) {
            throw badRequest("Invalid ARN specified in the request");
        }
        if (!group.group(1).equals(region.name()) || !group.group(2).equals(account.value())) {
            throw badRequest(
                    "The log group of an access log must be of the API's account and region");
        }
        if (format == null || format.isBlank()) {
            throw badRequest("Access Log format must not be empty");
        }
        if (format.strip().indexOf('\n') >= 0) {
            throw badRequest(
                    "Access Log format must be single line, new line is allowed only at end of"
                            + " format");
        }
        if (format.length() > LONGEST_FORMAT) {
            throw badRequest("Access Log format must not be longer than 3072 characters");
        }
    }

    /** Checked settings as the data plane has them; null without a destination. */
    public static @Nullable AccessLog compile(
            @Nullable String destinationArn, @Nullable String format) {
        if (destinationArn == null || format == null) {
            return null;
        }
        Matcher group = GROUP.matcher(destinationArn);
        return group.matches() ? new AccessLog(group.group(3), LogFormat.of(format)) : null;
    }
}
