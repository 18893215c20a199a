package dev.gatehouse.gateway.call;

import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs calls that no client sent: TestInvokeMethod's and TestInvokeAuthorizer's. */
public interface TestCalls {

    /**
     * Executes a call as one whom its authorizer let in; its trail tells how it went. All of the
     * response's body is there, also where the method streams.
     */
    Future<Response> execute(RestApiCall call);

    /**
     * Asks the authorizer of a call's method, whatever it said before. Fails with a {@link
     * Rejection} when it keeps the caller out.
     *
     * @param context what it finds in the request's context beside, or in place of, what is there
     */
    Future<Said> authorize(RestApiCall call, Map<String, String> context);

    /**
     * What an authorizer said.
     *
     * @param principalId whom a function took the caller for; null for tokens
     * @param policy what a function lets them call, as it wrote it; null for tokens
     * @param claims what a verified token says; empty for functions
     */
    record Said(
            @Nullable String principalId, @Nullable String policy, Map<String, String> claims) {}
}
