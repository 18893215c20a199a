package dev.gatehouse.app;

import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.function.ServiceCalls;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends the requests of API Gateway's integrations to services, on threads of their own. */
final class ServiceRequests implements ServiceCalls {
    private static final int FORBIDDEN = 403;

    /** Models that are not named as requests are signed. */
    private static final Map<String, String> MODELS = Map.of("monitoring", "cloudwatch");

    private final AwsServices services;

    ServiceRequests(AwsServices services) {
        this.services = services;
    }

    @Override
    public Future<ServiceResponse> send(Sender sender, Region region, ServiceRequest request) {
        Promise<ServiceResponse> response = ContextInternal.current().promise();
        Thread.ofVirtual()
                .name("service-request")
                .start(
                        () -> {
                            try {
                                response.complete(respond(sender, region, request));
                            } catch (RuntimeException failed) {
                                response.fail(failed);
                            }
                        });
        return response.future();
    }

    private ServiceResponse respond(Sender sender, Region region, ServiceRequest request) {
        AwsClient client =
                services.as(new CallerIdentity(sender.principal(), region, sender.via()));
        try {
            AwsResponse response = send(client, request);
            MultiMap headers = HttpHeaders.headers();
            response.headers().forEach(headers::add);
            return new ServiceResponse(response.status(), headers, Buffer.buffer(response.bytes()));
        } catch (ServiceException denied) {
            if (!denied.code().startsWith("AccessDenied")) {
                throw denied;
            }
            return denied(denied, isForm(request) ? FORBIDDEN : denied.status());
        }
    }

    /** Services that speak forms deny with another status than those that speak JSON. */
    private static boolean isForm(ServiceRequest request) {
        String type = request.headers().get("Content-Type");
        return type != null && type.startsWith("application/x-www-form-urlencoded");
    }

    private static AwsResponse send(AwsClient client, ServiceRequest request) {
        Headers.Builder headers = Headers.builder();
        request.headers().forEach((name, value) -> headers.add(name, value));
        AwsRequest sent =
                new AwsRequest(
                        request.method(),
                        request.path(),
                        request.query(),
                        headers.build(),
                        request.body().getBytes());
        String action = request.action();
        return action == null
                ? client.send(request.service(), sent)
                : client.action(model(request.service()), action, sent);
    }

    /**
     * @throws ServiceException when the service's protocol is not known
     */
    private static ServiceModel model(String service) {
        try {
            return ServiceModel.load(MODELS.getOrDefault(service, service.replace("-", "")));
        } catch (IllegalArgumentException unknown) {
            throw new ServiceException(
                    "ValidationException", 400, "The actions of " + service + " are not known");
        }
    }

    /** What the service would say, had it been asked. */
    private static ServiceResponse denied(ServiceException denied, int status) {
        MultiMap headers = HttpHeaders.headers();
        headers.set("Content-Type", "application/json");
        headers.set("x-amzn-ErrorType", denied.code());
        String body =
                "{\"__type\":\"%s\",\"message\":\"%s\"}"
                        .formatted(
                                denied.code(),
                                denied.text().replace("\\", "\\\\").replace("\"", "\\\""));
        return new ServiceResponse(
                status, headers, Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
    }
}
