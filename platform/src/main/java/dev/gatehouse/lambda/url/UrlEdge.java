package dev.gatehouse.lambda.url;

import dev.gatehouse.function.FunctionUrls;
import dev.gatehouse.lambda.url.UrlTable.Located;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.exchange.Endpoint;
import dev.gatehouse.proxy.exchange.Exchanges;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests of function URLs, from their host to their response. */
public final class UrlEdge implements FunctionUrls {
    private static final Pattern REGION =
            Pattern.compile(
                    "[^.]+\\.lambda-url\\.([a-z]{2,}-[a-z0-9-]+-\\d)(?:\\..*)?",
                    Pattern.CASE_INSENSITIVE);

    private final UrlTable urls;
    private final Exchanges exchanges;
    private final UrlPipeline pipeline;

    public UrlEdge(UrlTable urls, Exchanges exchanges, UrlPipeline pipeline) {
        this.urls = urls;
        this.exchanges = exchanges;
        this.pipeline = pipeline;
    }

    @Override
    public Handler<HttpServerRequest> at(String host, String urlId, boolean bySandbox) {
        Located located = urls.find(urlId);
        return located == null || isElsewhere(host, located)
                ? request -> exchanges.respond(request, UrlErrors.noSuchUrl())
                : request ->
                        exchanges.serve(
                                request, new Addressed(located, host, request.path(), bySandbox));
    }

    @Override
    public boolean knows(String urlId) {
        return urls.find(urlId) != null;
    }

    /** Whether a host names another region than its function's; {@code localhost} names none. */
    private static boolean isElsewhere(String host, Located located) {
        Matcher region = REGION.matcher(host);
        return region.matches()
                && !region.group(1).equalsIgnoreCase(located.function().function().region());
    }

    /** A URL as it was addressed. */
    private final class Addressed implements Endpoint {
        private final Located located;
        private final String host;
        private final @Nullable String path;
        private final boolean bySandbox;

        Addressed(Located located, String host, @Nullable String path, boolean bySandbox) {
            this.located = located;
            this.host = host;
            this.path = path;
            this.bySandbox = bySandbox;
        }

        @Override
        public String id() {
            return located.url().id();
        }

        @Override
        public String domainName() {
            return host;
        }

        /** Not decoded: recorded from AWS. */
        @Override
        public String path() {
            return path == null ? "/" : path;
        }

        @Override
        public boolean bySandbox() {
            return bySandbox;
        }

        @Override
        public long payloadBytes() {
            return pipeline.payloadBytes();
        }

        @Override
        public @Nullable Response rejection(HttpServerRequest request) {
            return null;
        }

        @Override
        public Response tooLarge() {
            return UrlErrors.tooLarge(pipeline.payloadBytes());
        }

        @Override
        public Future<Response> serve(ClientRequest request, RequestRecord record) {
            return pipeline.serve(request, located, record);
        }
    }
}
