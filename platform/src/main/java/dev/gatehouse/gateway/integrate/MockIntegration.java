package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.transform.BackendOutput;
import dev.gatehouse.gateway.transform.RequestMapper;
import dev.gatehouse.gateway.transform.ResponseMapper;
import dev.gatehouse.gateway.transform.TemplateScope;
import dev.gatehouse.proxy.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** {@code MOCK}: a response from templates alone. */
final class MockIntegration {
    private MockIntegration() {}

    /**
     * Responds to a call.
     *
     * @throws Rejection when the request template yields no status or no response fits it
     */
    static Response call(RestApiCall call, RestIntegration.Mock mock) {
        try {
            TemplateScope scope = new TemplateScope(call);
            int status = MockStatus.read(RequestMapper.body(mock.mapping(), scope).toString());
            return ResponseMapper.map(
                    mock.mapping(),
                    new BackendOutput(
                            Integer.toString(status), HttpHeaders.headers(), Buffer.buffer()),
                    scope);
        } catch (TemplateException faulty) {
            throw Rejection.misconfigured();
        }
    }
}
