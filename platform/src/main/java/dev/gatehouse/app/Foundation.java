package dev.gatehouse.app;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;

/** What every part of a node stands on. */
record Foundation(
        Config config,
        DataFolder folder,
        SandboxStart sandboxes,
        Store store,
        EventLoops loops,
        Clock clock) {}
