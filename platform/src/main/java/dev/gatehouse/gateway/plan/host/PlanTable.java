package dev.gatehouse.gateway.plan.host;

import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.link.ClientIdentities;
import dev.gatehouse.gateway.plan.link.VpcLinks;
import dev.gatehouse.gateway.plan.usage.UsageTables;
import dev.gatehouse.http.outbound.PrivateTargets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plans in force. Readers take one volatile reference and see one consistent configuration;
 * writers replace the whole table, one at a time.
 */
public final class PlanTable {
    private final UsageTables usage = new UsageTables();
    private final ClientIdentities identities = new ClientIdentities();
    private final VpcLinks links;
    private volatile HostTable hosts = HostTable.EMPTY;

    public PlanTable() {
        this(PrivateTargets.NONE);
    }

    /**
     * @param targets where the load balancers and services of private integrations are
     */
    public PlanTable(PrivateTargets targets) {
        this.links = new VpcLinks(targets);
    }

    /** The VPC links in force beside the APIs. */
    public VpcLinks links() {
        return links;
    }

    /** The client certificates in force beside the APIs. */
    public ClientIdentities identities() {
        return identities;
    }

    /** The API keys and usage plans in force beside the APIs. */
    public UsageTables usage() {
        return usage;
    }

    /** Where each host leads now. */
    public HostTable hosts() {
        return hosts;
    }

    /** The plan of an API, or null when no such API is deployed. */
    public @Nullable ApiPlan find(String apiId) {
        return hosts.api(apiId);
    }

    /** Puts a plan in force in place of an earlier one of the same API. */
    public void publish(ApiPlan plan) {
        publishAll(List.of(plan));
    }

    /** Puts many plans in force at once: what a starting node does. */
    public synchronized void publishAll(Iterable<? extends ApiPlan> added) {
        hosts = hosts.with(added);
    }

    /** Puts a custom domain name in force, with where its base paths lead. */
    public synchronized void publish(DomainPlan domain) {
        hosts = hosts.with(domain);
    }

    /** Takes a custom domain name out of service. */
    public synchronized void removeDomain(String name) {
        hosts = hosts.withoutDomain(name);
    }

    /**
     * Takes an API out of service; nothing happens when it is not in the table or belongs to
     * another account or region.
     */
    public synchronized void remove(ApiAddress address) {
        hosts = hosts.without(address);
    }
}
