package dev.gatehouse.gateway.stored;

import dev.gatehouse.aws.View;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resources of one sort that belong to one API, or the APIs themselves, in AWS's shapes. */
public final class Shelf<T extends View> {
    private final Drawer<Fields> drawer;
    private final Form<T> form;

    Shelf(Drawer<Fields> drawer, Form<T> form) {
        this.drawer = drawer;
        this.form = form;
    }

    /** The resource with this id. */
    public Optional<T> find(String id) {
        return drawer.find(id).map(form::read);
    }

    /** All resources, in the order of their ids. */
    public List<T> all() {
        return drawer.all("").stream().map(form::read).toList();
    }

    /** How many resources there are; reads none of them. */
    public int count() {
        return drawer.count();
    }

    /**
     * Some of the resources.
     *
     * @param position what the page before ended with; null for the first
     * @param limit the most to return
     */
    public Page<T> page(@Nullable String position, int limit) {
        Page<Fields> page = drawer.page(position, limit);
        return new Page<>(page.items().stream().map(form::read).toList(), page.next());
    }

    /** Adds a resource, or puts it in the place of the one with this id. */
    public T put(String id, T value) {
        drawer.put(id, form.fields(value));
        return value;
    }

    /** Deletes a resource; false when there was none. */
    public boolean delete(String id) {
        return drawer.delete(id);
    }

    /** Deletes all resources. */
    public void deleteAll() {
        drawer.deleteAll();
    }
}
