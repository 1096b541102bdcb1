package dev.sekisho.directory;

/** What the directory holds about one customer: the handle is the customer, and no method takes one. */
public interface CustomerDirectory {
    /** Name, contact and choices of the customer. */
    CustomerSettings settings();

    /**
     * Replaces the settings.
     *
     * @param expected the version that was read
     * @return the settings as stored, with their new version
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFLICT} if somebody else changed them meanwhile
     */
    CustomerSettings update(CustomerSettings settings, long expected);

    /** What operators call the customer by. */
    CustomerReference reference();

    /** The customer's licence, from the records; {@link Directory#licences()} knows it without asking them. */
    Licence licence();

    /**
     * Chooses what happens to traffic while the licence is locked.
     *
     * @param expected the version that was read
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFLICT} if it was changed meanwhile
     */
    Licence chooseLockedTraffic(Licence.LockedTraffic choice, long expected);

    /** What is stored of the customer's events. */
    CollectionRegister collection();

    /** The customer's people. */
    People people();

    /** The customer's API tokens. */
    ApiTokens tokens();

    /** The open sessions of the customer's people. */
    Sessions sessions();

    /** The networks from which the customer's traffic comes. */
    OnRamps onRamps();

    /** The customer's policy, and every version that it ever had. */
    Policies policies();

    /** The customer's certificate authority for inspected connections. */
    InspectionCa inspectionCa();

    /** Who did what. */
    AuditTrail audit();
}
