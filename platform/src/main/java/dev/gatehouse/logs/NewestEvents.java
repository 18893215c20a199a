package dev.gatehouse.logs;

import dev.gatehouse.function.LogHistory;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.logs.files.Cursor;
import dev.gatehouse.logs.files.KeptEvent;
import dev.gatehouse.logs.files.Query;
import dev.gatehouse.store.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads groups backwards, for the services of this node. */
final class NewestEvents implements LogHistory {
    private final GroupCatalog groups;

    NewestEvents(GroupCatalog groups) {
        this.groups = groups;
    }

    @Override
    public Page newest(
            AccountId account,
            Region region,
            String group,
            Window window,
            Predicate<String> wanted) {
        Optional<LogGroup> found = groups.find(new Scope(account, region), group);
        if (found.isEmpty()) {
            return new Page(List.of(), null);
        }
        long from = Math.max(window.fromMillis(), groups.expiredBeforeMillis(found.get()));
        Cursor end =
                window.before() == null
                        ? Cursor.behind(window.toMillis())
                        : Cursor.parse(window.before()).orElseThrow(IllegalArgumentException::new);
        Query query = new Query(_ -> true, Cursor.at(from), end, true, window.limit(), wanted);
        dev.gatehouse.logs.files.Page page = groups.events(found.get()).read(query);
        List<KeptEvent> events = page.events();
        return new Page(
                events.reversed().stream().map(KeptEvent::message).toList(),
                page.more() ? events.getFirst().at().toString() : null);
    }
}
