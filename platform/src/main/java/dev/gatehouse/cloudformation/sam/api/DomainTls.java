package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;

/** The trust store of a custom domain that asks its clients for certificates. */
final class DomainTls {
    private static final String FIELDS = "['TruststoreUri', 'TruststoreVersion']";

    private DomainTls() {}

    static ObjectNode checked(Declared api, JsonNode given) {
        if (!given.isObject()) {
            throw api.invalid("Property 'Domain.MutualTlsAuthentication' should be a map.");
        }
        ObjectNode tls = Json.object();
        for (String key : (Iterable<String>) given::fieldNames) {
            if (!key.equals("TruststoreUri") && !key.equals("TruststoreVersion")) {
                throw api.invalid(
                        "Available Domain.MutualTlsAuthentication fields are " + FIELDS + ".");
            }
            if (Values.isTrue(given.get(key))) {
                tls.set(key, given.get(key));
            }
        }
        return tls;
    }
}
