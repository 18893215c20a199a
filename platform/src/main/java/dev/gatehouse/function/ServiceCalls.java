package dev.gatehouse.function;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Region;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to AWS's services, those of the node and those that have an endpoint elsewhere. */
public interface ServiceCalls {

    /**
     * A request for a service.
     *
     * @param service the name that requests for it are signed with
     * @param action an operation by its name, whose protocol then says method and path; null for a
     *     request that says it all itself
     * @param path percent-encoded
     * @param query percent-encoded; empty for none
     */
    record ServiceRequest(
            String service,
            @Nullable String action,
            String method,
            String path,
            String query,
            MultiMap headers,
            Buffer body) {}

    /**
     * In whose name a request goes.
     *
     * @param via the services that send it in that name ({@code aws:CalledVia}); none for a role
     *     that was passed to the one that sends
     */
    record Sender(Principal principal, List<String> via) {}

    /** What the service responded; its errors are responses too. */
    record ServiceResponse(int status, MultiMap headers, Buffer body) {}

    /**
     * Sends a request, once, in the sender's name, whose policies have to allow it. Never blocks
     * the calling thread; completes on the caller's Vert.x context. Fails with a {@link
     * dev.gatehouse.kernel.ServiceException} when there was no response.
     */
    Future<ServiceResponse> send(Sender sender, Region region, ServiceRequest request);
}
