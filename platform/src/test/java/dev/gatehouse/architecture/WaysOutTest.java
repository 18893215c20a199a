package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.gatehouse.testkit.ProjectClasses;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every way by which something leaves the node, and why nobody's permissions are passed by there.
 */
@Tag("unit")
class WaysOutTest {
    private static final Set<String> CLIENTS =
            Set.of(
                    "java.net.http.HttpClient",
                    "java.net.Socket",
                    "java.net.URLConnection",
                    "io.vertx.core.Vertx.createHttpClient",
                    "io.vertx.core.http.HttpClient",
                    "io.vertx.core.net.NetClient");

    private static final Map<String, String> WAYS =
            Map.of(
                    "app.services.ProviderConnections",
                            "identity providers' keys, unsigned, to public addresses",
                    "app.Neighbours", "the caller's own signature, which the neighbour verifies",
                    "client.http.Connections", "behind AwsServices, which judges every request",
                    "gateway.integrate.Backends", "tenants' URLs, unsigned, to public addresses",
                    "identity.oidc.ThumbprintTrust", "none: whom the engines of clients trust",
                    "http.tls.HostKeys", "none: keys for connections that come in",
                    "lambda.image.RegistryClient", "images, from registries that a setting names",
                    "lambda.names.StreamQuestions", "functions' questions to name servers",
                    "lambda.runtimes.fetch.Downloads", "runtimes, from addresses in the build");

    @Test
    void everyWayOutIsKnown() {
        Set<String> found = new TreeSet<>();
        for (JavaClass each : ProjectClasses.written()) {
            boolean opens =
                    each.getDirectDependenciesFromSelf().stream()
                            .anyMatch(d -> CLIENTS.contains(d.getTargetClass().getFullName()));
            if (opens) {
                found.add(outer(each).replace("dev.gatehouse.", ""));
            }
        }
        assertThat(found)
                .as("a class that sends something out of the node stands here with its reason")
                .isSubsetOf(WAYS.keySet());
        assertThat(WAYS.keySet()).as("classes that send nothing any more").isSubsetOf(found);
    }

    private static String outer(JavaClass each) {
        String name = each.getFullName();
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }
}
