package dev.gatehouse.cloudtrail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.LogSink.LogEvent;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.Trail;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes calls as CloudTrail's records (CloudTrail User Guide, "CloudTrail record contents") to a
 * log group of the caller's account, where a trail delivers them on AWS too: bounded, kept as long
 * as the group's retention says, read with FilterLogEvents.
 */
public final class CallTrail implements Trail {
    /** The log group of every account. */
    public static final String GROUP = "/aws/cloudtrail";

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern READING =
            Pattern.compile("(Get|List|Describe|Head|Filter|Simulate|Test|Validate|Lookup).*");

    private final LogSink logs;
    private final boolean all;
    private final Clock clock;

    /**
     * @param all whether calls that are allowed are written too
     */
    public CallTrail(LogSink logs, boolean all, Clock clock) {
        this.logs = logs;
        this.all = all;
        this.clock = clock;
    }

    @Override
    public void decided(RequestContext context, Call call, @Nullable Rejection rejection) {
        boolean anonymous = context.principal().kind() == PrincipalKind.ANONYMOUS;
        if (!all && (rejection == null || anonymous)) {
            return; // callers without a key fill no log
        }
        Instant now = clock.now();
        String stream = "%s_CloudTrail_%s".formatted(context.account(), context.region().name());
        logs.append(
                context.account(),
                context.region(),
                GROUP,
                stream,
                List.of(new LogEvent(now.toEpochMilli(), record(context, call, rejection, now))));
    }

    private static String record(
            RequestContext context, Call call, @Nullable Rejection rejection, Instant now) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("eventVersion", "1.11");
            writeIdentity(json, context.principal(), context.origin().signing().keyId());
            json.writeStringField("eventTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeStringField("eventSource", call.service() + ".amazonaws.com");
            json.writeStringField("eventName", call.operation());
            json.writeStringField("awsRegion", context.region().name());
            json.writeStringField("sourceIPAddress", context.sourceIp());
            json.writeStringField("userAgent", context.userAgent());
            if (rejection != null) {
                writeRejection(json, rejection);
            }
            json.writeNullField("requestParameters");
            json.writeNullField("responseElements");
            json.writeStringField("requestID", context.requestId().toString());
            json.writeStringField("eventID", UUID.randomUUID().toString());
            json.writeBooleanField("readOnly", READING.matcher(call.operation()).matches());
            writeResources(json, call, context);
            json.writeStringField("eventType", "AwsApiCall");
            json.writeBooleanField("managementEvent", !call.onData());
            json.writeStringField("recipientAccountId", context.account().value());
            json.writeStringField("eventCategory", call.onData() ? "Data" : "Management");
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** An error only where it was one; what would allow it stands in any case. */
    private static void writeRejection(JsonGenerator json, Rejection rejection) throws IOException {
        if (rejection.enforced()) {
            json.writeStringField("errorCode", "AccessDenied");
            json.writeStringField("errorMessage", rejection.message());
        }
        json.writeObjectFieldStart("additionalEventData");
        json.writeStringField("action", rejection.action());
        json.writeStringField("resource", rejection.resource());
        json.writeStringField("reason", rejection.message());
        json.writeBooleanField("enforced", rejection.enforced());
        json.writeEndObject();
    }

    /** What it was about, as far as that is known by name. */
    private static void writeResources(JsonGenerator json, Call call, RequestContext context)
            throws IOException {
        List<String> named =
                call.needs().stream()
                        .map(Need::resource)
                        .filter(resource -> resource.startsWith("arn:"))
                        .distinct()
                        .toList();
        if (named.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("resources");
        for (String resource : named) {
            Arn arn = Arn.parse(resource).orElse(null);
            String owner =
                    arn == null || arn.account().isEmpty()
                            ? context.account().value()
                            : arn.account();
            json.writeStartObject();
            json.writeStringField("accountId", owner);
            String type = arn == null ? null : ResourceTypes.of(arn);
            if (type != null) {
                json.writeStringField("type", type);
            }
            json.writeStringField("ARN", resource);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeIdentity(JsonGenerator json, Principal caller, @Nullable String keyId)
            throws IOException {
        json.writeObjectFieldStart("userIdentity");
        json.writeStringField("type", type(caller.kind()));
        if (caller.kind() == PrincipalKind.ANONYMOUS) {
            json.writeStringField("principalId", "");
            json.writeStringField("accountId", "anonymous");
            json.writeEndObject();
            return;
        }
        json.writeStringField("principalId", caller.userId());
        json.writeStringField("arn", caller.arn());
        json.writeStringField("accountId", caller.account().value());
        if (keyId != null) {
            json.writeStringField("accessKeyId", keyId);
        }
        if (caller.kind() == PrincipalKind.USER) {
            json.writeStringField(
                    "userName", caller.arn().substring(caller.arn().lastIndexOf('/') + 1));
        }
        Principal.Session session = caller.session();
        Principal.Issuer issuer = session == null ? null : session.issuer();
        if (session != null && issuer != null) {
            json.writeObjectFieldStart("sessionContext");
            json.writeObjectFieldStart("sessionIssuer");
            json.writeStringField("type", "Role");
            json.writeStringField("principalId", issuer.id());
            json.writeStringField("arn", issuer.arn());
            json.writeStringField("accountId", caller.account().value());
            json.writeEndObject();
            if (session.sourceIdentity() != null) {
                json.writeStringField("sourceIdentity", session.sourceIdentity());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static String type(PrincipalKind kind) {
        return switch (kind) {
            case ROOT -> "Root";
            case USER -> "IAMUser";
            case ASSUMED_ROLE -> "AssumedRole";
            case FEDERATED_USER -> "FederatedUser";
            case WEB_IDENTITY -> "WebIdentityUser";
            case SERVICE -> "AWSService";
            case ANONYMOUS -> "AWSAccount";
        };
    }
}
