package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.gateway.map.LogFormat;
import dev.gatehouse.gateway.plan.AccessLog;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The access log settings that stages of both sorts of APIs have. */
public final class AccessLogRules {
    /** AWS's quota. */
    private static final int LONGEST_FORMAT = 3 * 1024;

    private static final Pattern GROUP =
            Pattern.compile("arn:[^:]+:logs:([^:]+):(\\d{12}):log-group:([^:*]+)(:\\*)?");

    private static final String FIREHOSE = "firehose";

    private static final Pattern STREAM =
            Pattern.compile(
                    "arn:[^:]+:firehose:([^:]+):(\\d{12}):deliverystream/(amazon-apigateway-[\\w.-]+)");

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
        if (!isOf(group, account, region)) {
            throw badRequest(
                    "The log group of an access log must be of the API's account and region");
        }
        checkFormat(format);
    }

    /** Whether a destination is a delivery stream of Firehose, which REST APIs alone may have. */
    public static boolean isStream(@Nullable String destinationArn) {
        return destinationArn != null && destinationArn.contains(":firehose:");
    }

    /**
     * Rejects what AWS rejects of a delivery stream, and one that nothing serves.
     *
     * @param served whether a service is there, by the name requests are signed with
     */
    public static void checkStream(
            @Nullable String destinationArn,
            @Nullable String format,
            Repositories in,
            Predicate<String> served) {
        Matcher stream = STREAM.matcher(Objects.requireNonNullElse(destinationArn, ""));
        if (!stream.matches()) {
            throw badRequest(
                    "Invalid ARN specified in the request: the name of a delivery stream for access"
                            + " logs begins with amazon-apigateway-");
        }
        if (!isOf(stream, in.account(), in.region())) {
            throw badRequest(
                    "The delivery stream of an access log must be of the API's account and region");
        }
        if (!served.test(FIREHOSE)) {
            throw unsupported("access logs to Firehose without a setting endpoint.firehose");
        }
        checkFormat(format);
    }

    private static boolean isOf(Matcher destination, AccountId account, Region region) {
        return destination.group(1).equals(region.name())
                && destination.group(2).equals(account.value());
    }

    private static void checkFormat(@Nullable String format) {
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
        if (group.matches()) {
            return new AccessLog(new AccessLog.Group(group.group(3)), LogFormat.of(format));
        }
        Matcher stream = STREAM.matcher(destinationArn);
        return stream.matches()
                ? new AccessLog(new AccessLog.DeliveryStream(stream.group(3)), LogFormat.of(format))
                : null;
    }
}
