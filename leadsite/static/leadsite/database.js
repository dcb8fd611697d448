// A database of this device, as promises.
export function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// `make` creates its stores. Each read and write is one transaction, given all stores by their names. A write is done
// when the disk has it, not before: a browser that is killed afterwards has lost nothing.
export function database(name, make, durability = "strict") {
  let opened;
  const open = async () => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => make(request.result);
    const found = await settled(request);
    found.onclose = () => (opened = undefined);
    found.onversionchange = () => {
      found.close(); // whoever deletes it need not wait for us
      found.onclose();
    };
    return found;
  };
  const within = async (mode, work) => {
    opened ??= await open();
    const names = [...opened.objectStoreNames];
    const transaction = opened.transaction(names, mode, { durability });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
    const stores = Object.fromEntries(names.map((store) => [store, transaction.objectStore(store)]));
    const [result] = await Promise.all([work(stores), done]);
    return result;
  };
  return {
    read: (ask) => within("readonly", (stores) => settled(ask(stores))),
    write: (deed) => within("readwrite", deed),
  };
}
