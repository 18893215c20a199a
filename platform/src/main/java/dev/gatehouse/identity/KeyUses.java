package dev.gatehouse.identity;

/** Hears of each key whose signature held; never blocks. */
@FunctionalInterface
public interface KeyUses {
    /**
     * @param service the service that was called, as signatures name it
     */
    void used(Credentials key, String service, String region);
}
