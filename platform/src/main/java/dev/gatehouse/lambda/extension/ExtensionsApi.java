package dev.gatehouse.lambda.extension;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.subscription.Api;
import dev.gatehouse.lambda.subscription.Subscriptions;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** Reads what extensions call, and responds. Confined to the environment's event loop. */
public final class ExtensionsApi {
    /** What every call of the Extensions API starts with. */
    public static final String PREFIX = "/2020-01-01/extension/";

    /** How an extension subscribes to the Telemetry API. */
    public static final String TELEMETRY = "/2022-07-01/telemetry";

    /** How an extension subscribes to the Logs API. */
    public static final String LOGS = "/2020-08-15/logs";

    static final String IDENTIFIER = "Lambda-Extension-Identifier";
    private static final String NAME = "Lambda-Extension-Name";
    private static final String FEATURES = "Lambda-Extension-Accept-Feature";
    private static final String ERROR_TYPE = "Lambda-Extension-Function-Error-Type";

    private final Extensions extensions;
    private final FunctionFacts function;
    private final Subscriptions subscriptions;
    private final EnvironmentLog log;

    ExtensionsApi(
            Extensions extensions,
            FunctionFacts function,
            Subscriptions subscriptions,
            EnvironmentLog log) {
        this.extensions = extensions;
        this.subscriptions = subscriptions;
        this.log = log;
        this.function = function;
    }

    /**
     * Responds to a call, now or when there is an event.
     *
     * @param operation the method, and the path or what of it is below {@link #PREFIX}, such as
     *     {@code POST register}
     */
    public void call(String operation, HttpHeaders headers, Buffer body, Poll poll) {
        try {
            switch (operation) {
                case "POST register" -> register(headers, body, poll);
                case "GET event/next" -> extensions.next(caller(headers), poll);
                case "POST init/error" -> failed(ExtensionState.INIT_ERROR, headers, poll);
                case "POST exit/error" -> failed(ExtensionState.EXIT_ERROR, headers, poll);
                case "PUT " + TELEMETRY -> subscribe(Api.TELEMETRY, headers, body, poll);
                case "PUT " + LOGS -> subscribe(Api.LOGS, headers, body, poll);
                default -> throw new ServiceException("NotFound", 404, "404 page not found");
            }
        } catch (ServiceException rejection) {
            poll.reply(ExtensionReplies.rejection(rejection));
        }
    }

    private void register(HttpHeaders headers, Buffer body, Poll poll) {
        String name = headers.get(NAME, "");
        if (name.isEmpty()) {
            throw new ServiceException(
                    "Extension.InvalidExtensionName", 403, "Empty extension name");
        }
        Extension extension = extensions.register(name, events(body));
        JsonObject facts = function.toJson(accepts(headers, "accountId"));
        poll.reply(ExtensionReplies.registered(extension.id(), facts));
    }

    private static boolean accepts(HttpHeaders headers, String feature) {
        for (String each : headers.get(FEATURES, "").split(",", -1)) {
            if (each.strip().equals(feature)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> events(Buffer body) {
        try {
            JsonArray events = new JsonObject(body).getJsonArray("events", new JsonArray());
            return events == null ? List.of() : events.stream().map(String.class::cast).toList();
        } catch (DecodeException | ClassCastException malformed) {
            throw new ServiceException(
                    "InvalidRequestFormat", 403, String.valueOf(malformed.getMessage()));
        }
    }

    private void subscribe(Api api, HttpHeaders headers, Buffer body, Poll poll) {
        Extension extension = caller(headers);
        PlatformEvent subscribed = subscriptions.subscribe(api, extension.name(), body);
        log.tap(subscriptions);
        log.add(subscribed);
        poll.reply(ExtensionReplies.subscribed());
    }

    private void failed(ExtensionState how, HttpHeaders headers, Poll poll) {
        Extension extension = caller(headers);
        String type = headers.get(ERROR_TYPE, "");
        if (type.isEmpty()) {
            throw new ServiceException("Extension.MissingHeader", 403, ERROR_TYPE + " not found");
        }
        extensions.failed(extension, how, type);
        poll.reply(ExtensionReplies.accepted());
    }

    /**
     * The extension that calls.
     *
     * @throws ServiceException when it does not say, or is none of these
     */
    Extension caller(HttpHeaders headers) {
        String id = headers.get(IDENTIFIER, "");
        if (id.isEmpty()) {
            throw new ServiceException(
                    "Extension.MissingExtensionIdentifier",
                    403,
                    "Missing Lambda-Extension-Identifier header");
        }
        Extension found = extensions.find(id);
        if (found != null) {
            return found;
        }
        throw isUuid(id)
                ? new ServiceException(
                        "Extension.UnknownExtensionIdentifier", 403, "Unknown extension " + id)
                : new ServiceException(
                        "Extension.InvalidExtensionIdentifier",
                        403,
                        "Invalid Lambda-Extension-Identifier");
    }

    private static boolean isUuid(String id) {
        try {
            return UUID.fromString(id).toString().length() == id.length();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** A connection on which an extension may have waited is gone. */
    public void disconnected(Poll poll) {
        extensions.disconnected(poll);
    }
}
