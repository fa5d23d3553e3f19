package dev.tokenresponder.incident;

class InMemoryIncidentStoreTest extends IncidentStoreContract {
  private final IncidentStore store = new InMemoryIncidentStore();

  @Override
  protected IncidentStore store() {
    return store;
  }
}
