package dev.gatehouse.app;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.http.tls.CertificateAuthority;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.observe.Observation;
import dev.gatehouse.store.Store;

/**
 * What every part of a node stands on.
 *
 * @param eventLoops opening beside the store; {@link #loops} waits for them
 * @param observation hears of what happens
 * @param authority vouches for AWS's host names inside sandboxes; made when first wanted
 */
record Foundation(
        Config config,
        DataFolder folder,
        Background<Sandboxes> sandboxes,
        Store store,
        Background<EventLoops> eventLoops,
        Observation observation,
        Once<CertificateAuthority> authority,
        Clock clock) {

    EventLoops loops() {
        return eventLoops.await();
    }
}
