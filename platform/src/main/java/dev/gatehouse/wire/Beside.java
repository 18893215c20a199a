package dev.gatehouse.wire;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;

/** Services that something beside this node serves, and whose callers this node judges. */
public interface Beside {
    /** Nothing is. */
    Beside NOTHING =
            new Beside() {
                @Override
                public boolean serves(String service) {
                    return false;
                }

                @Override
                public WireResponse send(
                        AccountId account, Region region, String service, WireRequest request) {
                    throw new IllegalStateException("nothing serves " + service);
                }
            };

    /**
     * @param service the name that requests for it are signed with
     */
    boolean serves(String service);

    /**
     * Sends the request of a caller who may make it.
     *
     * @throws dev.gatehouse.kernel.ServiceException where there is no response
     */
    WireResponse send(AccountId account, Region region, String service, WireRequest request);
}
