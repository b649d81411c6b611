/** The next number of a kind, counted inside the transaction of whoever needs it. */
exports.next = async (transaction, kind) => {
  const counter = transaction.collection('counters').doc(kind)
  const value = await counter.get().then(
    ({ data }) => data.value + 1,
    () => 1,
  )
  await counter.set({ data: { value } })
  return value
}
