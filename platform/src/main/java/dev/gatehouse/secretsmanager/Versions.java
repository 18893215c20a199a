package dev.gatehouse.secretsmanager;

import dev.gatehouse.secretsmanager.StoredSecret.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How staging labels go from one version of a secret to another (Secrets Manager User Guide,
 * "What's in a secret"): each label is on one version, and whoever loses AWSCURRENT gets
 * AWSPREVIOUS.
 */
final class Versions {
    /** How many values without a label are kept. */
    private static final int DEPRECATED = 100;

    /** "Secrets Manager quotas". */
    private static final int MOST_LABELS = 20;

    private Versions() {}

    /** With a new value that has labels. */
    static List<Version> with(List<Version> before, Version fresh) {
        Set<String> stages = new HashSet<>(fresh.stages());
        if (before.stream().noneMatch(each -> each.stages().contains(StoredSecret.CURRENT))) {
            stages.add(StoredSecret.CURRENT);
        }
        List<Version> all = new ArrayList<>(before);
        all.add(fresh.at(Set.of()));
        List<Version> labelled = all;
        for (String stage : stages) {
            labelled = moved(labelled, stage, fresh.id());
        }
        return pruned(requireFew(labelled));
    }

    /** The same, unless it has more labels than a secret may have. */
    static List<Version> requireFew(List<Version> versions) {
        if (versions.stream().mapToInt(each -> each.stages().size()).sum() > MOST_LABELS) {
            throw SecretErrors.of(
                    "LimitExceededException",
                    "The request failed because it would exceed one of the Secrets Manager"
                            + " quotas.");
        }
        return versions;
    }

    /** With a label on one version alone; the one before gets AWSPREVIOUS for AWSCURRENT. */
    static List<Version> moved(List<Version> before, String stage, String to) {
        Optional<Version> former =
                before.stream().filter(each -> each.stages().contains(stage)).findFirst();
        List<Version> after =
                before.stream().map(each -> labelled(each, stage, each.id().equals(to))).toList();
        boolean loses =
                stage.equals(StoredSecret.CURRENT)
                        && former.isPresent()
                        && !former.get().id().equals(to);
        return loses ? moved(after, StoredSecret.PREVIOUS, former.get().id()) : after;
    }

    /** Without a label. */
    static List<Version> without(List<Version> before, String stage) {
        return before.stream().map(each -> labelled(each, stage, false)).toList();
    }

    private static Version labelled(Version version, String stage, boolean has) {
        if (version.stages().contains(stage) == has) {
            return version;
        }
        Set<String> stages = new HashSet<>(version.stages());
        if (has) {
            stages.add(stage);
        } else {
            stages.remove(stage);
        }
        return version.at(stages);
    }

    private static List<Version> pruned(List<Version> versions) {
        long surplus =
                versions.stream().filter(each -> each.stages().isEmpty()).count() - DEPRECATED;
        List<Version> kept = new ArrayList<>();
        for (Version version : versions) {
            if (surplus > 0 && version.stages().isEmpty()) {
                surplus--;
            } else {
                kept.add(version);
            }
        }
        return kept;
    }
}
