package dev.sekisho.kernel.scope;

/** Why data of a customer is read or written (GDPR article 5(1)(b)); every scope names one. */
public enum Purpose {
    /** Running the gateway and its log for the customer. */
    SERVICE,
    /** Somebody of the customer asked, through the console or the API. */
    CUSTOMER_REQUEST,
    /** The provider's support, under a grant of the customer. */
    SUPPORT_GRANT,
    /** Handling a security incident. */
    INCIDENT,
    /** A legal duty. */
    LEGAL
}
