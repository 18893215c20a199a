package dev.gatehouse.iam.repository;

import dev.gatehouse.kernel.AccountId;
import java.util.function.UnaryOperator;

/** Those who have policies of their own and attached ones: the roles, or the users. */
public interface GrantHolders {
    /** What AWS says of each kind of holder. */
    enum Kind {
        ROLE("role", 10_240, "PoliciesPerRole"),
        USER("user", 2_048, "PoliciesPerUser");

        private final String noun;
        private final int inlineMax;
        private final String attachedQuota;

        Kind(String noun, int inlineMax, String attachedQuota) {
            this.noun = noun;
            this.inlineMax = inlineMax;
            this.attachedQuota = attachedQuota;
        }

        public String noun() {
            return noun;
        }

        /** How many characters all inline policies of one may have together. */
        public int inlineMax() {
            return inlineMax;
        }

        /** The name of the limit on attached policies. */
        public String attachedQuota() {
            return attachedQuota;
        }
    }

    Kind kind();

    /**
     * @throws dev.gatehouse.kernel.ServiceException NoSuchEntity when there is no such holder
     */
    Grants grants(AccountId account, String name);

    /**
     * @throws dev.gatehouse.kernel.ServiceException NoSuchEntity when there is no such holder
     */
    void regrant(AccountId account, String name, UnaryOperator<Grants> change);
}
