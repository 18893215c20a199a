package dev.gatehouse.app;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The services of a node, and what decisions about their calls look at. */
final class OfferedServices {
    private final AwsServices aws;
    private final List<Service> services = new ArrayList<>();
    private final Map<String, ServiceAccess> access = new HashMap<>();

    OfferedServices(AwsServices aws) {
        this.aws = aws;
    }

    OfferedServices add(Service... more) {
        services.addAll(List.of(more));
        return this;
    }

    /**
     * A service that is made with its first call.
     *
     * @param name its model's
     */
    OfferedServices add(String name, Supplier<Service> service) {
        return add(Service.whenCalled(name, service));
    }

    /** A service of the node's own, unless a setting names an endpoint that has the whole of it. */
    OfferedServices addUnlessElsewhere(String name, Supplier<Service> service) {
        Service offered = Service.whenCalled(name, service);
        return aws.isElsewhere(signingName(offered)) ? this : add(offered);
    }

    /**
     * What decisions about calls of a service look at, wherever it is served.
     *
     * @param service the name of its model
     */
    OfferedServices judge(String service, ServiceAccess its) {
        access.put(service, its);
        return this;
    }

    /** Whether calls of it are served, here or at an endpoint. */
    boolean reach(String service) {
        return aws.isElsewhere(service)
                || services.stream().map(OfferedServices::signingName).anyMatch(service::equals);
    }

    List<Service> all() {
        return List.copyOf(services);
    }

    Map<String, ServiceAccess> access() {
        return Map.copyOf(access);
    }

    private static String signingName(Service service) {
        return service.model().signingName();
    }
}
